"""Groups lines with drain3 (PyPI, 0.9.11) as its README sets it up. Lines on stdin, one a line; on stdout one JSON object: ids, seconds by the clock and of the processor."""
import json
import logging
import sys
import time

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

logging.disable(logging.CRITICAL)

# The masks of drain3's own example, drain3.ini.
MASKS = [
    (r"((?<=[^A-Za-z0-9])|^)(([0-9a-f]{2,}:){3,}([0-9a-f]{2,}))((?=[^A-Za-z0-9])|$)", "ID"),
    (r"((?<=[^A-Za-z0-9])|^)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})((?=[^A-Za-z0-9])|$)", "IP"),
    (r"((?<=[^A-Za-z0-9])|^)([0-9a-f]{6,} ?){3,}((?=[^A-Za-z0-9])|$)", "SEQ"),
    (r"((?<=[^A-Za-z0-9])|^)([0-9A-F]{4} ?){4,}((?=[^A-Za-z0-9])|$)", "SEQ"),
    (r"((?<=[^A-Za-z0-9])|^)(0x[a-f0-9A-F]+)((?=[^A-Za-z0-9])|$)", "HEX"),
    (r"((?<=[^A-Za-z0-9])|^)([\-\+]?\d+)((?=[^A-Za-z0-9])|$)", "NUM"),
    (r"(?<=executed cmd )(\".+?\")", "CMD"),
]

lines = [line.rstrip("\r") for line in sys.stdin.buffer.read().decode("utf-8", "replace").split("\n")]
if lines and lines[-1] == "":
    lines.pop()
config = TemplateMinerConfig()
config.profiling_enabled = False
config.masking_instructions = [MaskingInstruction(pattern, mask) for pattern, mask in MASKS]
miner = TemplateMiner(config=config)
started = time.perf_counter()
busy = time.process_time()
ids = [miner.add_log_message(line.strip())["cluster_id"] for line in lines]
seconds = time.perf_counter() - started
busy = time.process_time() - busy
json.dump({"lines": len(lines), "seconds": seconds, "busy": busy, "ids": ids if "--ids" in sys.argv else []}, sys.stdout)
