"""Home, dashboards, help, rights, accessibility and privacy pages: what belongs to no single room."""
