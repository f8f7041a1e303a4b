import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  return `http://localhost:${typeof address === "object" ? address?.port : ""}`;
}

const answer = (response: ServerResponse, body: unknown) => response.end(JSON.stringify(body));

/** For tests: an EHR whose admin routes answer while it is stopped, and whose FHIR routes do not. */
export class FakeEhr {
  readonly asked: string[] = [];
  readonly authorized: string[] = [];
  faults: object[] = [];
  stopped = false;
  appointments: object[] = [];
  readonly server: Server = createServer((request, response) =>
    request.url?.startsWith("/admin")
      ? this.admin(request, response)
      : this.fhir(request, response),
  );

  private async admin(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request);
    if (request.method === "POST") this.asked.push(`${request.url} ${body}`);
    if (request.url === "/admin/stop") this.stopped = true;
    if (request.url === "/admin/resume") this.stopped = false;
    if (body.includes("fault")) this.faults.push(JSON.parse(body));
    answer(response, { stopped: this.stopped, faults: this.faults });
  }

  private fhir(request: IncomingMessage, response: ServerResponse) {
    if (request.headers.authorization) this.authorized.push(request.url ?? "");
    if (this.stopped) return response.destroy();
    const found = request.url?.startsWith("/fhir/r4/Patient")
      ? [{ resourceType: "Patient", id: "ada" }]
      : this.appointments;
    return answer(response, { entry: found.map((resource) => ({ resource })) });
  }
}
