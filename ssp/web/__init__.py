"""HTTP: routes, forms and pages. Knows screens, not tables."""
