/** A phone number as people here write it: "(312) 555-0142" for "+13125550142". */
export const phoneWords = (phone: string): string =>
  phone.replace(/^(?:\+1)?(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");
