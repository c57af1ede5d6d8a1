"""llama.cpp's own HTTP server, from the wheel xllamacpp: python llama-server.py MODEL.gguf PORT. Ends with its stdin."""
import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.model_alias = {"local-model"}
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[2])
params.n_ctx = 4096
params.n_parallel = 1
# Two spinning threads are many times slower than one on a machine whose cores are taken.
params.cpuparams.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
