// The calendar day of this device, followed over midnight.

import { useEffect, useState } from 'react';
import { type Day, dayAt } from '#domain/day.ts';

export function useDeviceToday(): Day {
  const [day, setDay] = useState(deviceToday);
  useEffect(() => {
    const look = () => setDay(deviceToday());
    const timer = setInterval(look, 60_000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return day;
}

function deviceToday(): Day {
  return dayAt(Date.now(), -new Date().getTimezoneOffset());
}
