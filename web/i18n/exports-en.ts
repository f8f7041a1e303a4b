/** What people read where they get the files of a chart. */
export const en = {
  "export.title": "Download the health record",
  "export.lead":
    "You get two files with everything these pages show now. Results that are kept back or not opened yet are not in them.",
  "export.pdfName": "To read and print (PDF)",
  "export.pdfHelp": "All sections with dates, values and words.",
  "export.fhirName": "For apps and other clinics (FHIR)",
  "export.fhirHelp": "The same as data that other health systems can read.",
  "export.private": "The files are private. Save them only on a device you trust.",
  "export.start": "Prepare the files",
  "export.again": "Prepare new files",
  "export.retry": "Try again",
  "export.starting": "One moment…",
  "export.preparing": "We are preparing the files",
  "export.preparingHelp":
    "This can take a few minutes. You can leave this page and come back. It goes on.",
  "export.ready": "The files are ready",
  "export.asOf": "From the chart as it was on {{ when }}.",
  "export.kept": "You can get them here until {{ when }}. Then we delete them.",
  "export.save": "Save",
  "export.saveOne": "Save: {{ name }}, {{ size }}",
  "export.failed": "The files could not be made",
  "export.failedEhr":
    "The clinic's system did not tell us all of the chart. We make no files of half a chart. Try again later.",
  "export.failedOurs": "Something went wrong on our side. Nothing in the chart changed.",
} as const;
