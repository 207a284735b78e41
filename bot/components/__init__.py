"""The parts of Rasa's pipeline that are ours; `config.yml` names them by module."""
