/** What patients read where they choose when to hear of results. It comes with its screen alone. */
export const en = {
  "timing.lead":
    "Choose when a new result shows up here, and when we write. It counts at once. What you see now stays.",
  "timing.law": "For a few tests a law makes all of us wait. Your choice can't change that.",
  "timing.usual": "Your results",
  "timing.now": "As soon as it is here",
  "timing.nowHelp": "Day or night. A text waits for the day.",
  "timing.waking-hours": "At once, but tell me by day",
  "timing.waking-hoursHelp": "You see it at once. We write from 8 a.m. to 9 p.m.",
  "timing.after-comment": "With a word from my clinician",
  "timing.after-commentHelp": "We wait a week for it. Then you see the result all the same.",
  "timing.only-that-it-is-there": "Tell me only that it is there",
  "timing.only-that-it-is-thereHelp":
    "The list does not say what it found. You open it when you like.",
  "timing.apart": "Choose apart for some tests",
  "timing.same": "Like my other results",
  "timing.malignancy": "Tests for cancer",
  "timing.genetic": "Tests of genes",
  "timing.cancer-genetic": "Tests of genes for cancer",
  "timing.hiv": "Tests for HIV",
  "timing.hepatitis-antigen": "Tests for hepatitis",
  "timing.drug-abuse": "Tests for drugs",
  "timing.save": "Save my choice",
  "timing.saving": "Saving…",
  "timing.saved": "Saved. It counts from now on.",
  "timing.changed": "You changed this on another page. Here is how it is now.",
} as const;
