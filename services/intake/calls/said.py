"""What is wrong and what would be right, as a sentence for programs that pages can say in the reader's language."""


class Said(str):
    """English as it stands; `template` and `parts` are what a catalogue needs to say it otherwise."""

    __slots__ = ("parts", "template")

    def __new__(cls, template: str, **parts):
        said = super().__new__(cls, template % parts if parts else template)
        said.template, said.parts = template, parts
        return said


def spoken(said, translate) -> str:
    """`translate` is the page's own `_`; what is no `Said` is one fixed text."""
    if isinstance(said, Said):
        return translate(said.template, **said.parts)
    return translate(said)
