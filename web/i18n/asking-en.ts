/** What patients read where they ask for a visit: when would suit them. */
export const en = {
  "ask.title": "When would suit you?",
  "ask.lead":
    "You ask, and the clinic picks a time with you. Nothing is booked until we say so here.",
  "ask.wish_1": "First choice",
  "ask.wish_2": "Second choice",
  "ask.wish_3": "Third choice",
  "ask.day": "Day",
  "ask.part": "Time of day",
  "ask.add": "Add another day",
  "ask.remove": "Remove",
  "ask.removeWish": "Remove: {{ wish }}",
  "ask.removed": "Removed.",
  "ask.dayMissing": "Pick a day.",
  "ask.dayRange": "Pick a day from {{ first }} to {{ last }}.",
  "ask.twice": "You named this day and time already.",
  "ask.soon": "Do you need it today? Call us.",
  "ask.optional": "If you want, say more",
  "ask.send": "Send my request",
  "ask.sending": "Sending…",
  "ask.unsure":
    "The clinic may have your request already. Press the button again: it is never sent twice.",
  "ask.bookOnline": "You can book this visit online. There is no need to ask.",
  "ask.pickTime": "Pick a time",
  "ask.notOnline": "This visit is planned by phone.",
} as const;
