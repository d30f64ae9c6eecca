"""What a visitor will probably do next: calibrated chances, learnt from what visitors did."""
