"""The house style against the program that it imitates, js-yaml 3 under Node."""

import json
import math
import shutil
import subprocess
from pathlib import Path

import pytest

from news.markdown.scalars import Value
from news.markdown.style import dump

from .nasty import documents

ORACLES = Path(__file__).parents[2] / "oracles"
DOCUMENTS = 3000
PATIENCE = 120  # seconds, for an installation and for a run


@pytest.fixture(scope="module")
def node() -> str:
    """The Node that can load js-yaml, installed on first use."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("Node is missing: install nodejs and npm to compare with js-yaml itself")
    if not (ORACLES / "node_modules" / "js-yaml").is_dir() and not _install():
        pytest.skip("js-yaml is missing: run `npm ci --prefix tests/oracles`")
    return program


def _install() -> bool:
    npm = shutil.which("npm")
    if npm is None:
        return False
    command = [npm, "ci", "--prefix", str(ORACLES), "--no-audit", "--no-fund"]
    try:
        return subprocess.run(command, capture_output=True, timeout=PATIENCE).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def test_it_writes_what_js_yaml_writes(node: str) -> None:
    written = [_in_javascript_order(document) for document in documents(DOCUMENTS, seed=20210624)]
    written += [_texts_around_the_fold(depth) for depth in range(1, 30)]
    answers = _js_yaml_dumps(node, written)

    assert len(answers) == len(written) > DOCUMENTS
    for document, answer in zip(written, answers, strict=True):
        assert dump(document) == answer, document


def _texts_around_the_fold(depth: int) -> Value:
    """Texts of every length near the widths at which js-yaml folds, that far inside."""
    texts = [shape[:length] for length in range(36, 84) for shape in ("x" * 84, "abc de " * 12)]
    nested: Value = {f"text {number}": text for number, text in enumerate(texts)}
    for _ in range(depth - 1):
        nested = {"nested": nested}
    return nested


def _js_yaml_dumps(node: str, values: list[Value]) -> list[str]:
    """js-yaml's text of each value, all from one process."""
    lines = "\n".join(json.dumps(_for_json(value)) for value in values)
    command = [node, str(ORACLES / "js_yaml_dump.js")]
    run = subprocess.run(command, input=lines.encode(), capture_output=True, timeout=PATIENCE)
    assert run.returncode == 0, run.stderr.decode()
    return [json.loads(line) for line in run.stdout.decode().split("\n") if line]


def _for_json(value: Value) -> Value:
    """The numbers that JSON does not have, in the shape that the script knows."""
    if isinstance(value, dict):
        return {key: _for_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_for_json(item) for item in value]
    if isinstance(value, float) and (not math.isfinite(value) or str(value) == "-0.0"):
        return {"$number": str(value).replace("inf", "Infinity").replace("nan", "NaN")}
    return value


def _in_javascript_order(value: Value) -> Value:
    """The same with the keys in the order that a JavaScript object gives them: indices first."""
    if isinstance(value, list):
        return [_in_javascript_order(item) for item in value]
    if not isinstance(value, dict):
        return value
    ordered = sorted(value, key=lambda key: int(key) if _is_index(key) else math.inf)
    return {key: _in_javascript_order(value[key]) for key in ordered}


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and str(int(key)) == key and int(key) < 2**32 - 1
