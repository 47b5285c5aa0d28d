"""The parts every room stands on, none of which knows Flask: settings, database, transactions, actors,
permissions, errors, the clock, events and jobs, mail, paging and logging."""
