import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { exportsApi } from "#domain/exports.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import { FilesBucket } from "#infra/constructs/files-bucket.ts";
import { PortalFunction } from "#infra/constructs/function.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { Doorbell } from "#infra/constructs/queue.ts";

/** Long charts take an EHR some minutes to tell. */
const MAKING = Duration.minutes(5);

/** Files of a chart: who asks and fetches may not read charts, who reads and makes them may not fetch one. */
export class Exports extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, key, logs } = portal;
    const files = new FilesBucket(this, "Files", { key, logs, prefix: "exports" });
    const makers = new Doorbell(this, "Ring", { answeredWithin: MAKING });
    new ApiFunction(this, "Api", {
      portal,
      entry: "exports/handler",
      routes: exportsApi,
      environment: { FILES_BUCKET: files.name, EXPORT_QUEUE_URL: makers.url },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query"),
        ...files.mayGet(),
        makers.mayRing(),
      ],
    });
    this.#maker(portal, files, makers);
  }

  #maker(
    { table, connections, environment, assetRoot, key }: Portal,
    files: FilesBucket,
    makers: Doorbell,
  ): void {
    const maker = new PortalFunction(this, "Worker", {
      entry: "exports/worker",
      assetRoot,
      key,
      timeout: MAKING,
      memoryMb: 2048,
      environment: {
        ...environment,
        CONNECTION_SECRETS: connections.toJson(),
        FILES_BUCKET: files.name,
      },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
        connections.mayRead(),
        ...files.mayPut(),
        makers.mayAnswer(),
      ],
    });
    makers.answeredBy(maker, { batchSize: 1 });
  }
}
