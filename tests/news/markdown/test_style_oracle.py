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
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None:
        pytest.skip("Node is missing: install nodejs and npm to compare with js-yaml itself")
    if not (ORACLES / "node_modules" / "js-yaml").is_dir():
        install = [npm or "npm", "ci", "--prefix", str(ORACLES), "--no-audit", "--no-fund"]
        if npm is None or subprocess.run(install, capture_output=True, timeout=PATIENCE).returncode:
            pytest.skip("js-yaml is missing: run `npm ci --prefix tests/oracles`")
    return program


def test_it_writes_what_js_yaml_writes(node):
    expected = [_in_javascript_order(document) for document in documents(DOCUMENTS, seed=20210624)]
    answers = _js_yaml_dumps(node, expected)

    assert len(answers) == DOCUMENTS
    for document, answer in zip(expected, answers, strict=True):
        assert dump(document) == answer, document


@pytest.mark.parametrize("depth", range(1, 24))
def test_it_folds_at_js_yamls_width_at_every_depth(node, depth):
    texts = [shape[:length] for length in range(36, 84) for shape in ("x" * 84, "abc de " * 12)]
    document: Value = {"".join(("k", str(i))): text for i, text in enumerate(texts)}
    for _ in range(depth - 1):
        document = {"nested": [document]} if depth % 2 else {"nested": document}

    assert dump(document) == _js_yaml_dumps(node, [document])[0]


def _js_yaml_dumps(node: str, documents: list[Value]) -> list[str]:
    """js-yaml's text of each document, all from one process."""
    lines = "\n".join(json.dumps(_for_json(document)) for document in documents)
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
        return {
            "$number": {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(str(value), "-0")
        }
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
