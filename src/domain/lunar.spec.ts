import { solarDateOf } from './lunar';

describe('the Vietnamese lunar calendar', () => {
  // Tết Nguyên đán as announced by the Government for these years.
  it.each([
    [2020, '2020-01-25'],
    [2021, '2021-02-12'],
    [2022, '2022-02-01'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
  ])('has Tết of %i on %s', (year, date) => {
    expect(solarDateOf(year, 1, 1)).toBe(date);
  });

  // UTC+7 against UTC+8: a new moon between 23:00 and midnight in Hà Nội falls on the next day in Beijing.
  it.each([
    [1985, '1985-01-21'],
    [2007, '2007-02-17'],
  ])('differs from the Chinese one in %i', (year, date) => {
    expect(solarDateOf(year, 1, 1)).toBe(date);
  });

  // Giỗ Tổ Hùng Vương, the tenth of the third month; 2023 had a leap second month before it.
  it.each([
    [2023, '2023-04-29'],
    [2024, '2024-04-18'],
    [2025, '2025-04-07'],
    [2026, '2026-04-26'],
  ])('has the tenth of the third month of %i on %s', (year, date) => {
    expect(solarDateOf(year, 3, 10)).toBe(date);
  });
});
