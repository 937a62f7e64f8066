import { addDays, type CalendarDay, type CivilDate } from '../domain/calendar';
import { solarDateOf } from '../domain/lunar';

/** A public holiday of the Labour Code (Bộ luật Lao động 2019, art. 112). Airing goes on unless staff decide otherwise. */
type Holiday = Pick<CalendarDay, 'date' | 'title'>;

/** Public holidays of a year; the days that the Government chooses around Tết and Quốc khánh each year are left to staff. */
export function publicHolidays(year: number): Holiday[] {
  const newYear = solarDateOf(year, 1, 1);
  const on = (monthDay: string): CivilDate => `${String(year)}-${monthDay}`;
  return [
    { date: on('01-01'), title: 'Tết Dương lịch' },
    { date: addDays(newYear, -1), title: 'Ngày cuối năm âm lịch (30 Tết)' },
    { date: newYear, title: 'Mùng 1 Tết Nguyên đán' },
    { date: addDays(newYear, 1), title: 'Mùng 2 Tết Nguyên đán' },
    { date: addDays(newYear, 2), title: 'Mùng 3 Tết Nguyên đán' },
    { date: solarDateOf(year, 3, 10), title: 'Giỗ Tổ Hùng Vương' },
    { date: on('04-30'), title: 'Ngày Chiến thắng' },
    { date: on('05-01'), title: 'Ngày Quốc tế Lao động' },
    { date: on('09-02'), title: 'Quốc khánh' },
  ];
}
