"""The calendar: what the rooms publish, remembered, and written as iCalendar."""
