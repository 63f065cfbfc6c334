/** A time as people read it: minutes are enough. @param iso ISO 8601, in UTC */
export const minuteOf = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
