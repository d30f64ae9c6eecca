"""What shoppers do: read from the forms in which shops tell it, sifted, kept with consent, shown and erased on demand."""
