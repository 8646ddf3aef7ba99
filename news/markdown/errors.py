"""What is wrong with a file, where, and what to do: one sentence each."""

import re

import yaml

_LINE_BREAK = re.compile("\r\n|\n|\r")
_LONGEST_NAME = 60

_ADVICE = {
    "mapping values are not allowed": "put a text that holds a colon and a space in quotes",
    "cannot start any token": "indent with spaces, and quote a text that begins with this sign",
    "expected ':'": "write a key, a colon and a space, or indent the line under its key",
    "',' or": "add the comma, or close the bracket",
    "end of stream": "close the quotes",
    "escape": "double the backslash, or use single quotes",
    "tag": "remove the tag",
}
_USUAL_ADVICE = "check the indentation and the quotes there"


class DocumentError(ValueError):
    """Why a file cannot be read: one sentence that says where, what, and what to do.

    ``line`` and ``column`` count from 1 in the file; they are ``None`` where no place applies.
    """

    def __init__(self, sentence: str, line: int | None = None, column: int | None = None):
        super().__init__(sentence)
        self.line = line
        self.column = column

    @classmethod
    def at(cls, text: str, index: int, problem: str) -> "DocumentError":
        """The error that stands at a character of the file's text."""
        line, column = place(text, index)
        return cls(f"Line {line}, column {column}: {problem}.", line, column)

    @classmethod
    def from_yaml(cls, text: str, start: int, error: yaml.MarkedYAMLError) -> "DocumentError":
        """A YAML parser's complaint about the part of the text that begins at ``start``."""
        mark = error.problem_mark or error.context_mark
        index = start + (mark.index if mark else 0)
        problem = error.problem or "the YAML cannot be read"
        if error.context and error.context_mark and error.context_mark.line != mark.line:
            beginning, _ = place(text, start + error.context_mark.index)
            problem += f" {error.context} that begins on line {beginning}"
        advice = (advice for sign, advice in _ADVICE.items() if sign in problem)
        return cls.at(text, index, f"{problem}; {next(advice, _USUAL_ADVICE)}")


def place(text: str, index: int) -> tuple[int, int]:
    """The line and column of a character, both from 1."""
    ends = [line_break.end() for line_break in _LINE_BREAK.finditer(text, 0, index)]
    return len(ends) + 1, index - (ends[-1] if ends else 0) + 1


def named(name: object) -> str:
    """A key as an error shows it: short, on one line, and printable whatever it holds."""
    text = str(name)
    shown = text if text.isprintable() else repr(text)[1:-1]
    return shown if len(shown) <= _LONGEST_NAME else shown[: _LONGEST_NAME - 1] + "…"
