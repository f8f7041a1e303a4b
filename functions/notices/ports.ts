import type { Visits } from "#ports/appointments.ts";
import type { Clock, NewId } from "#ports/clock.ts";
import type { Log } from "#ports/log.ts";
import type { Threads } from "#ports/messaging.ts";
import type { JudgeNews, News } from "#ports/news.ts";
import type { EmailSender, Notices, PhoneNumbers, Recipients, SmsSender } from "#ports/notices.ts";
import type { Practices } from "#ports/practices.ts";
import type { Store } from "#ports/store.ts";

/** What telling people needs of the world. */
export interface NoticePorts {
  readonly notices: Notices;
  readonly numbers: PhoneNumbers;
  readonly recipients: Recipients;
  readonly visits: Pick<Visits, "read">;
  readonly threads: Pick<Threads, "read">;
  readonly news: News;
  readonly judgeNews: JudgeNews;
  readonly practices: Practices;
  readonly store: Store;
  readonly sms: SmsSender;
  readonly email: EmailSender;
  /** The portal's front page. */
  readonly portal: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}
