"""From accounting-package files to facts, faults and questions."""
