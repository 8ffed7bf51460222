"""Why a copy cannot be made, read or taken back, each in one sentence."""


class BackupError(Exception):
    """A refusal of backup or restore; nothing was changed."""


class DamagedError(BackupError):
    """The file is not, or no longer, what a backup wrote."""

    def __init__(self) -> None:
        super().__init__("the file is damaged, cut short or not a backup of Exchange")
