import { CfnCertificate } from "aws-cdk-lib/aws-certificatemanager";
import { Construct } from "constructs";

export interface CertificateProps {
  readonly domain: string;
  /** Where Route 53 keeps the domain. Without it the deployment waits until a person has set the record ACM shows. */
  readonly hostedZoneId: string | undefined;
}

/** A certificate for one name, renewed by AWS as long as its validation record stands. */
export class Certificate extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { domain, hostedZoneId }: CertificateProps) {
    super(scope, id);
    const certificate = new CfnCertificate(this, "Certificate", {
      domainName: domain,
      validationMethod: "DNS",
      ...(hostedZoneId !== undefined && {
        domainValidationOptions: [{ domainName: domain, hostedZoneId }],
      }),
    });
    this.arn = certificate.ref;
  }
}
