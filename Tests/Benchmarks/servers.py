"""Servers that are compared, each in a process of its own on one processor."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processor_time(pid):
    """Seconds that a process and its children have used, those that run as well."""
    total = 0
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if pid in (int(entry.name), int(fields[1])):
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


class Server:
    """A running server; ended with the `with` statement."""

    def __init__(self, name, command, port, ready, environment=None, folder=None):
        self.name, self.port, self.folder = name, port, folder
        self.url = f"http://127.0.0.1:{port}"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log, env={**os.environ, **(environment or {})},
            start_new_session=True)
        self.wait(ready)

    def wait(self, path):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + path, timeout=5):
                    return
            except urllib.error.HTTPError:
                time.sleep(0.1)
            except OSError:
                time.sleep(0.1)
        self.log.seek(0)
        text = self.log.read().decode(errors="replace")
        self.close()
        raise RuntimeError(f"{self.name} does not answer: {text[-6000:]}")

    def processor_time(self):
        return processor_time(self.process.pid)

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def pinned(processors):
    return ["taskset", "-c", processors]


def steady(program, processors, *arguments):
    port = free_port()
    return Server(
        "steady", [*pinned(processors), program, "serve", "--port", str(port), *arguments], port,
        "/health/ready")


NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid;
error_log stderr crit;
events {{ worker_connections 20000; multi_accept on; }}
http {{
    access_log off; keepalive_requests 1000000000; keepalive_timeout 1h; tcp_nodelay on;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type application/json;
    server {{
        listen 127.0.0.1:{port} backlog=4096 {http2};
        location / {{ return 200 '{{"status":"ready"}}'; }}
    }}
}}
"""


def nginx(processors, http2=False):
    """One worker that answers from its configuration; with `http2` it speaks nothing else."""
    folder, port = tempfile.mkdtemp(), free_port()
    path = pathlib.Path(folder) / "nginx.conf"
    path.write_text(
        NGINX.format(folder=folder, port=port, http2="http2" if http2 else ""))
    command = [*pinned(processors), "nginx", "-p", folder, "-c", str(path)]
    if not http2:
        return Server("nginx", command, port, "/health", folder=folder)
    # What asks whether it is ready speaks HTTP/1.1, to which the port does not listen.
    return TCPReadyServer("nginx", command, port, None, folder=folder)


def hummingbird(processors, program):
    port = free_port()
    return Server("Hummingbird", [*pinned(processors), program, str(port)], port, "/health")


class TCPReadyServer(Server):
    """A server that is ready once it takes connections."""

    def wait(self, _):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.name} takes no connections")


TRITON_CONFIG = """
name: "digits"
backend: "python"
max_batch_size: 64
input [ { name: "images" data_type: TYPE_FP32 dims: [ 8, 8, 1 ] } ]
output [ { name: "probabilities" data_type: TYPE_FP32 dims: [ 10 ] } ]
instance_group [ { count: 1 kind: KIND_CPU } ]
dynamic_batching { max_queue_delay_microseconds: 500 }
"""

TRITON_MODEL = '''
import sys

# The server's Python takes no notice of PYTHONPATH.
sys.path.insert(0, "{packages}")

import numpy
import onnxruntime
import triton_python_backend_utils as utils


class TritonPythonModel:
    def initialize(self, args):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            "{model}", options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name

    def execute(self, requests):
        images = [utils.get_input_tensor_by_name(request, "images").as_numpy()
                  for request in requests]
        joined = images[0] if len(images) == 1 else numpy.concatenate(images)
        answers = self.session.run(None, {{self.input: joined}})[0]
        place, responses = 0, []
        for image in images:
            part = answers[place:place + len(image)]
            place += len(image)
            responses.append(utils.InferenceResponse(
                output_tensors=[utils.Tensor("probabilities", part)]))
        return responses
'''


def triton(processors, python, model):
    """Triton from the package nvidia-pytriton of another Python, which has ONNX Runtime too.

    The package is used for the server in it; its own Python interface takes no part.
    """
    found = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True).stdout.strip()
    source = pathlib.Path(found) / "pytriton" / "tritonserver"
    folder = pathlib.Path(tempfile.mkdtemp())
    version = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        check=True, capture_output=True, text=True).stdout.strip()
    backend = folder / "backends" / "python"
    shutil.copytree(source / "backends" / "python", backend)
    # Links, so that the libraries beside them are found.
    (backend / "libtriton_python.so").unlink()
    (backend / "libtriton_python.so").symlink_to(
        source / "backends" / "python" / "libtriton_python.so")
    (backend / "triton_python_backend_stub").symlink_to(
        source / "python_backend_stubs" / version / "triton_python_backend_stub")
    repository = folder / "models" / "digits" / "1"
    repository.mkdir(parents=True)
    (repository / "model.py").write_text(TRITON_MODEL.format(model=pathlib.Path(model).resolve(), packages=found))
    (repository.parent / "config.pbtxt").write_text(TRITON_CONFIG)
    port = free_port()
    return Server(
        "triton",
        [*pinned(processors), source / "bin" / "tritonserver",
         f"--model-repository={folder / 'models'}", f"--backend-directory={folder / 'backends'}",
         f"--http-port={port}", "--http-address=127.0.0.1", "--allow-grpc=false",
         "--allow-metrics=false"],
        port, "/v2/health/ready", environment={"OMP_NUM_THREADS": "1"},
        folder=folder)
