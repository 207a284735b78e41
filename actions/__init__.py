"""The actions of the assistant, run by rasa-sdk: in the brain, or by plain `rasa run actions`."""
