"""Create posts, organisations and relations of partners; let partnerships and facts end."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def partial_date(table: str, column: str) -> sa.CheckConstraint:
    shapes = " OR ".join(f"{column} LIKE '{shape}'" for shape in ("____", "____-__", "____-__-__"))
    return sa.CheckConstraint(shapes, name=op.f(f"ck_{table}_{column}_shape"))


def row_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    _partnerships_end()
    _facts_end()
    _create_organisations()
    _create_relations()
    _create_posts()


def _partnerships_end() -> None:
    with op.batch_alter_table("partners") as batch:
        batch.add_column(sa.Column("ended_on", bytewise(10), nullable=True))
        batch.add_column(sa.Column("ended_source_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("end_note", bytewise(500), nullable=True))
        batch.create_foreign_key(
            op.f("fk_partners_ended_source_id"), "sources", ["ended_source_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_partners_end_with_source"),
            "(ended_on IS NULL) = (ended_source_id IS NULL)",
        )
        batch.create_check_constraint(
            op.f("ck_partners_ended_on_shape"),
            "ended_on LIKE '____' OR ended_on LIKE '____-__' OR ended_on LIKE '____-__-__'",
        )


def _facts_end() -> None:
    listed = (
        "'profile', 'feature', 'region', 'population', 'area', "
        "'fields-to-date', 'fields-next', 'exchange', 'history'"
    )
    with op.batch_alter_table("partner_facts") as batch:
        batch.add_column(sa.Column("organiser", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("ck_partner_facts_factkind"), type_="check")
        batch.create_check_constraint(op.f("ck_partner_facts_factkind"), f"kind IN ({listed})")


def _create_organisations() -> None:
    fields = (
        *("youth", "study-abroad", "delegations", "education", "culture", "arts", "sport"),
        *("marathon", "tourism", "economy", "technology", "environment", "medical"),
        *("civic", "various"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("side", choice("side", "here", "there"), nullable=False),
        sa.Column("field", choice("exchangefield", *fields), nullable=False),
        sa.Column("names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("native_name", bytewise(200), nullable=False),
        sa.Column("since", bytewise(10), nullable=True),
        sa.Column("contact", bytewise(500), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("locator", bytewise(60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *row_columns(),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        partial_date("organisations", "since"),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_organisations_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_organisations_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    for column in ("partner_id", "source_id"):
        op.create_index(op.f(f"ix_organisations_{column}"), "organisations", [column])


def _create_relations() -> None:
    op.create_table(
        "partner_relations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("since", bytewise(10), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("locator", bytewise(60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *row_columns(),
        sa.CheckConstraint(
            "partner_id <> other_id", name=op.f("ck_partner_relations_two_partners")
        ),
        partial_date("partner_relations", "since"),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_relations_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["partners.id"], name=op.f("fk_partner_relations_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_partner_relations_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_relations")),
    )
    op.create_index(
        "uq_partner_relations_partner_id_other_id",
        "partner_relations",
        ["partner_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    for column in ("other_id", "source_id"):
        op.create_index(op.f(f"ix_partner_relations_{column}"), "partner_relations", [column])


def _create_posts() -> None:
    kinds = ("head", "deputy-head", "council", "official", "contact")
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("kind", choice("postkind", *kinds), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        *(
            sa.Column(name, bytewise(10), nullable=True)
            for name in ("begins", "ends", "term_ends", "confirmed")
        ),
        sa.Column("contact", bytewise(500), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("locator", bytewise(60), nullable=False),
        *row_columns(),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(partner_id IS NULL) <> (organisation_id IS NULL)",
            name=op.f("ck_posts_one_place_of_office"),
        ),
        sa.CheckConstraint(
            "kind <> 'head' OR partner_id IS NOT NULL", name=op.f("ck_posts_head_of_a_partner")
        ),
        *(partial_date("posts", name) for name in ("begins", "ends", "term_ends", "confirmed")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_posts_person_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_posts_partner_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_posts_organisation_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_posts_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_partner_id_kind", "posts", ["partner_id", "kind"])
    for column in ("person_id", "organisation_id", "source_id"):
        op.create_index(op.f(f"ix_posts_{column}"), "posts", [column])
