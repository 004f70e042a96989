"""Answers Parameter Store's GetParametersByPath from a JSON file, for a function that runs in a local container.

usage: ssm_stand_in.py ADDRESS PARAMETERS.json CALLS.log

Prints its port, serves until it is stopped, and writes one line for each call: the action and the path it named. Pages
are of ten like Parameter Store's own. Signatures are not looked at.
"""

import http.server
import json
import sys

ADDRESS, PARAMETERS, CALLS = sys.argv[1:]
PAGE = 10


def page(request):
    with open(PARAMETERS, encoding="utf-8") as file:
        parameters = json.load(file)
    below = request["Path"].rstrip("/") + "/"
    found = [{"Name": name, **rest} for name, rest in sorted(parameters.items()) if name.startswith(below)]
    start = int(request.get("NextToken", "0"))
    size = min(request.get("MaxResults", PAGE), PAGE)
    answer = {"Parameters": found[start : start + size]}
    if start + size < len(found):
        answer["NextToken"] = str(start + size)
    return answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        action = self.headers["X-Amz-Target"]
        with open(CALLS, "a", encoding="utf-8") as calls:
            calls.write(f"{action} {request.get('Path')}\n")
        known = action == "AmazonSSM.GetParametersByPath"
        body = json.dumps(page(request) if known else {"__type": "AccessDeniedException"}).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer((ADDRESS, 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
