"""The engine `twin`: music in the sound of a producer it was taught, ordered in words."""
