"""The demo's people: nobody could take them for real ones."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from exchange.core.database import Name
from exchange.core.permissions import Role
from exchange.youth.enums import Relationship, SchoolLevel

MAIL_DOMAIN: Final = "demo.example"
SECTION: Final = "見本課（教育委員会）"


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A school and the account that signs in for it."""

    account: str
    name: str
    kana: str
    level: SchoolLevel


@dataclass(frozen=True, slots=True)
class DemoPupil:
    """A pupil, with the birthday in the year that fits the grade."""

    name: Name
    grade: int
    birthday: tuple[int, int]
    guardian: str
    relationship: Relationship

    def born(self, fiscal_year: int, *, first_age: int) -> date:
        """Return a birth date by which the pupil is in the grade in a fiscal year.

        `first_age` is the age on 1 April at which a pupil enters the school's first grade.
        """
        month, day = self.birthday
        year = fiscal_year - first_age - self.grade
        return date(year + (month < 4), month, day)


#: (local part, name, role) of the accounts that belong to no school.
STAFF: Final = (
    ("admin", "見本 管理", Role.ADMINISTRATOR),
    ("manager", "見本 課長", Role.MANAGER),
    ("coordinator", "見本 担当", Role.COORDINATOR),
    ("section", "見本 所管", Role.SECTION),
    ("viewer", "見本 閲覧", Role.VIEWER),
)

SCHOOLS: Final = (
    DemoSchool(
        "school-a", "見本第一中学校", "みほんだいいちちゅうがっこう", SchoolLevel.JUNIOR_HIGH
    ),
    DemoSchool("school-b", "見本東高等学校", "みほんひがしこうとうがっこう", SchoolLevel.HIGH),
)

#: Age on 1 April at which a pupil enters the first grade.
FIRST_AGE: Final = {SchoolLevel.JUNIOR_HIGH: 12, SchoolLevel.HIGH: 15}


def _pupil(
    written: str, kana: str, *, grade: int, birthday: tuple[int, int], guardian: str
) -> DemoPupil:
    family, given = written.split()
    family_kana, given_kana = kana.split()
    name = Name(family, given, family_kana, given_kana)
    relationship = Relationship.MOTHER if birthday[1] % 2 else Relationship.FATHER
    return DemoPupil(name, grade, birthday, guardian, relationship)


PUPILS: Final = {
    "school-a": (
        _pupil("見本 花子", "みほん はなこ", grade=2, birthday=(5, 3), guardian="見本 母"),
        _pupil("見本 太郎", "みほん たろう", grade=2, birthday=(8, 20), guardian="見本 父"),
        _pupil("例示 一郎", "れいじ いちろう", grade=3, birthday=(4, 2), guardian="例示 母"),
        _pupil("例示 二葉", "れいじ ふたば", grade=1, birthday=(1, 15), guardian="例示 母"),
        _pupil("架空 三月", "かくう みつき", grade=3, birthday=(3, 31), guardian="架空 父"),
        _pupil("架空 四郎", "かくう しろう", grade=1, birthday=(11, 8), guardian="架空 父"),
    ),
    "school-b": (
        _pupil("仮名 五月", "かめい さつき", grade=1, birthday=(5, 5), guardian="仮名 母"),
        _pupil("仮名 六助", "かめい ろくすけ", grade=2, birthday=(6, 6), guardian="仮名 父"),
        _pupil("試験 七海", "しけん ななみ", grade=2, birthday=(7, 7), guardian="試験 母"),
        _pupil("試験 八雲", "しけん やくも", grade=1, birthday=(8, 8), guardian="試験 父"),
        _pupil("試用 九美", "しよう くみ", grade=2, birthday=(9, 9), guardian="試用 母"),
        _pupil("試用 十和", "しよう とわ", grade=1, birthday=(10, 10), guardian="試用 父"),
    ),
}
