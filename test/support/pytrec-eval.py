"""Reads {qrels, run, measures} from stdin and prints what pytrec_eval makes of it, query by query. With a path as argument the run is that TREC file."""
import json
import sys

import pytrec_eval

given = json.load(sys.stdin)
if len(sys.argv) > 1:
    with open(sys.argv[1], encoding="utf-8") as file:
        run = pytrec_eval.parse_run(file)
else:
    run = given["run"]
json.dump(pytrec_eval.RelevanceEvaluator(given["qrels"], set(given["measures"])).evaluate(run), sys.stdout)
