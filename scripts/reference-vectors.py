"""Vectors of the catalogue's embedding models as another runtime computes them from the same files.

    python -m pip install onnxruntime==1.30.0 tokenizers==0.23.3 numpy==2.4.6
    python scripts/reference-vectors.py MODELS_FOLDER > test/fixtures/reference-vectors.json

MODELS_FOLDER is where `answerable models pull` puts them. The tests compare ours with what is recorded here.
int8 arithmetic saturates on x86 CPUs without VNNI, so record and compare on one that has it.
"""

import hashlib
import json
import platform
import sys
from pathlib import Path

import numpy
import onnxruntime
import tokenizers

ROOT = Path(__file__).resolve().parent.parent

TEXTS = [
    "What does a budget limit?",
    "A budget stops a run when its cost reaches the limit.",
    "",
    " \n\t ",
    ".",
    "Grüße aus Köln: naïve façade, Ελληνικά, кириллица, 你好世界, 日本語, 🙂👩‍👩‍👧 e\u0301",
    "zero\u200bwidth \u00a0no-break \ufeffmark \u0000control \x07bell [SEP] [MASK] [UNK] <s>",
    "terraform init -backend-config=\"bucket=${var.bucket}\" && kubectl get pods -n kube-system | grep -v Running",
    "| Name | Type | Default |\n|---|---|---|\n| `scrape_interval` | duration | `1m` |\n| `scrape_timeout` | duration | `10s` |",
    "x" * 150 + " supercalifragilisticexpialidocious antidisestablishmentarianism",
    "Prometheus scrapes metrics from instrumented jobs, either directly or via an intermediary push gateway for short-lived jobs. " * 4,
    "The quick brown fox jumps over the lazy dog, again and again, until the text is longer than any model reads. " * 40,
]


def embed(session, tokenizer, pooling, text):
    encoding = tokenizer.encode(text)
    ids = numpy.array([encoding.ids], dtype=numpy.int64)
    feeds = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
    hidden = session.run(["last_hidden_state"], feeds)[0][0]
    vector = hidden[0] if pooling == "cls" else hidden.mean(axis=0, dtype=numpy.float64)
    return len(encoding.ids), vector / numpy.linalg.norm(vector)


def reference(folder, model_id, model):
    files, settings = model["files"], model["embedding"]
    paths = {part: folder / model_id / files[part]["name"] for part in files}
    for part, path in paths.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == files[part]["sha256"], path
    tokenizer = tokenizers.Tokenizer.from_file(str(paths["tokenizer"]))
    tokenizer.no_padding()
    tokenizer.enable_truncation(settings["maxTokens"])
    session = onnxruntime.InferenceSession(str(paths["model"]), providers=["CPUExecutionProvider"])
    rows = []
    for text in TEXTS:
        tokens, vector = embed(session, tokenizer, settings["pooling"], settings["documentPrefix"] + text)
        rows.append({"tokens": tokens, "vector": [round(float(value), 7) for value in vector]})
    return {"sha256": files["model"]["sha256"], "texts": rows}


def main():
    folder = Path(sys.argv[1])
    models = json.loads((ROOT / "models.json").read_text())["models"]
    versions = {package.__name__: package.__version__ for package in (onnxruntime, tokenizers, numpy)}
    result = {"versions": versions | {"python": platform.python_version(), "machine": platform.machine()}, "texts": TEXTS}
    result["models"] = {key: reference(folder, key, model) for key, model in models.items() if model["kind"] == "embedding"}
    json.dump(result, sys.stdout, ensure_ascii=True)
    sys.stdout.write("\n")


main()
