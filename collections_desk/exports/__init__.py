"""What is handed to a manager, a lawyer or an agency."""
