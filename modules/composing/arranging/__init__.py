"""From a plan and its material to players with notes: bass, drums, pads, counter-lines, instruments and ranges."""
