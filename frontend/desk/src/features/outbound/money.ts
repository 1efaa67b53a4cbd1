/** An amount in hundredths of the centre's currency, as people read it: "12.50". */
export function money(hundredths: number, language: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, digits).format(hundredths / 100);
}
