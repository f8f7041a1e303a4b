import { GetAccountCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { whereNamed } from "./account.ts";
import { type Check, ok, wrong } from "./finding.ts";

const sandbox: Check = {
  what: "SES may write to anybody from this region: it is out of the sandbox, and sending is not paused",
  run: async ({ awsRegion }, world) => {
    const account = await world.mail(awsRegion).send(new GetAccountCommand({}));
    if (!account.SendingEnabled)
      return wrong(
        "AWS has paused sending.",
        "Read AWS's message in the SES console and answer it.",
      );
    return account.ProductionAccessEnabled
      ? ok(`${account.SendQuota?.Max24HourSend ?? "?"} e-mails a day.`)
      : wrong(
          "SES is in the sandbox: only verified addresses get e-mail.",
          "Request production access in the SES console of this region: it takes about a day.",
        );
  },
};

const identity: Check = {
  what: "the domain that e-mails come from is a verified SES identity with DKIM",
  run: async ({ awsRegion, noticeFrom }, world) => {
    const domain = noticeFrom.slice(noticeFrom.indexOf("@") + 1);
    const found = await world
      .mail(awsRegion)
      .send(new GetEmailIdentityCommand({ EmailIdentity: domain }))
      .catch(whereNamed("NotFoundException"));
    const make = `Run \`aws sesv2 create-email-identity --region ${awsRegion} --email-identity ${domain}\` and set the three CNAME records it answers.`;
    if (!found) return wrong(`SES in ${awsRegion} does not know ${domain}.`, make);
    if (!found.VerifiedForSendingStatus)
      return wrong(
        `${domain} is not verified yet (DKIM: ${found.DkimAttributes?.Status ?? "not set up"}).`,
        `Set the CNAME records <token>._domainkey.${domain} for the tokens ${found.DkimAttributes?.Tokens?.join(", ") ?? "SES shows"}.`,
      );
    return ok(`${domain} is verified.`);
  },
};

/** E-mail: whether SES will send ours. */
export const mailChecks: readonly Check[] = [sandbox, identity];
