import type { Key } from "./catalog.ts";

/** What only someone who cares for others reads: whose page this is, and how to change it. */
export const en = {
  "carer.menu": "Your account and the people you care for",
  "carer.whose": "Who is this for?",
  "carer.you": "You",
  "carer.self": "Your own page",
  "carer.child": "Your child",
  "carer.parent": "Your parent",
  "carer.spouse": "Your spouse",
  "carer.other": "Someone you care for",
  "carer.acting": "You are acting for {{ person }}",
  "carer.back": "Back to yourself",
  "carer.switched": "You are now acting for {{ person }}.",
  "carer.returned": "You are back to your own page.",
  "carer.readOnly": "You can see these visits. To plan or change one, call the practice.",
} as const;

/** The sentences that say "you" where the visit is someone else's. `person` is their first name. */
export const acting = {
  "home.morning": "Visits for {{ person }}",
  "home.afternoon": "Visits for {{ person }}",
  "home.evening": "Visits for {{ person }}",
  "home.next": "Next visit for {{ person }}",
  "health.title": "{{ person }}'s health",
  "health.back": "{{ person }}'s health",
  "visits.title": "Visits for {{ person }}",
  "visits.book": "Book for {{ person }}",
  "state.in-chart": "In {{ person }}'s chart",
  "status.here": "{{ person }} is checked in",
  "problem.notEligible": "This kind of visit is not for {{ person }}'s age. Please call us.",
  "problem.tooManyOpen": "{{ person }} has many visits planned. Cancel one first, or call us.",
  "about.saved":
    "We keep trying since {{ since }}. No need to book again. We will say here when it is in {{ person }}'s chart.",
  "about.saved.checking":
    "We sent it and did not hear back. We are looking in {{ person }}'s chart now, so it is never booked twice.",
  "about.entered":
    "Someone at the practice says they typed it in. We check the chart to make sure.",
  "change.move":
    "You asked to move this visit to {{ when }}. Until the chart has it, the visit stays on {{ old }}.",
  "change.cancel":
    "You asked to cancel this visit. Until the chart has it, the visit stays on {{ old }}.",
  "book.title": "Book a visit for {{ person }}",
  "confirm.title": "Is this right for {{ person }}?",
  "confirm.book": "Book for {{ person }}",
  "confirm.move": "Move this visit",
  "confirm.stays": "The old time stays until the chart has the new one.",
  "confirm.unsureHelp":
    "The visit may be booked already. Press the button again: we will never book it twice.",
  "done.inChart": "{{ person }} is booked",
  "done.saved": "We saved the booking for {{ person }}",
  "done.moved": "{{ person }}'s visit is moved",
  "done.next1": "Come about 10 minutes early and bring {{ person }}'s insurance card.",
  "visit.asOf": "From {{ person }}'s chart, {{ age }}",
  "move.title": "Move {{ person }}'s visit",
  "move.from": "{{ person }}'s visit is on {{ when }}.",
  "cancel.title": "Cancel {{ person }}'s visit?",
  "cancel.no": "Keep the visit",
  "cancel.done": "{{ person }}'s visit is cancelled.",
  "ask.title": "When would suit {{ person }}?",
  "asked.title": "The clinic has the request for {{ person }}",
  "asked.wishes": "What would suit",
  "asked.withdraw": "Take back the request",
  "asked.withdrawTitle": "Take back the request for {{ person }}?",
  "asked.withdrawNo": "Keep the request",
  "offer.title": "The clinic offers these times for {{ person }}",
  "entering.title": "The clinic is entering {{ person }}'s visit",
  "entering.again":
    "Someone said it was typed in, but we did not find it in {{ person }}'s chart. It is back on the clinic's list.",
  "entering.next1": "The clinic types the visit into its system.",
  "entering.next2": "We look for it in {{ person }}'s chart. When we find it, we say so here.",
  "entered.title": "The clinic entered {{ person }}'s visit",
  "entered.body":
    "Someone at the clinic says they typed it in ({{ since }}). It will say “In {{ person }}'s chart” here once we find it there.",
  "withdrawn.title": "This request was taken back",
} as const satisfies Partial<Record<Key, string>>;
