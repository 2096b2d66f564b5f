"""What the noise laboratory measures: recordings that become numbers which stand, judged honestly."""
