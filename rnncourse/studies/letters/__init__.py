"""Images of letters: autoencoders, denoising, and their tests."""
