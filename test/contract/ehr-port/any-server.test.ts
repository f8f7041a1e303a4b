import { servers } from "./any-server.ts";
import { promisesAt } from "./promises-at.ts";

for (const server of servers) promisesAt(server);
