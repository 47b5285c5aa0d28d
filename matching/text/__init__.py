"""Reading what people write: words of a title, pay, experience, education."""
