"""A Bedrock endpoint on loopback: real ids and real frames, simulated replies."""
