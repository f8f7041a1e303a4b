import { accountApi } from "#domain/account.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedIdentity } from "#functions/adapters/identity.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { lambda } from "#http/lambda.ts";
import { answerChallenge } from "./answer-challenge.ts";
import { readSession } from "./read-session.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { welcome } from "./welcome.ts";

const kernel = kernelOn(connectedTable(), "account");
const ports = { ...kernel, identity: connectedIdentity(kernel.log) };

export const handler = lambda(
  accountApi,
  {
    signIn: { run: signIn(ports) },
    answerChallenge: { run: answerChallenge(ports) },
    session: { run: readSession },
    signOut: { run: signOut(ports) },
    welcome: { run: welcome({ demo: environment("demo") }) },
  },
  kernel,
);
