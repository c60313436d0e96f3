"""What the person chose to send along with every prompt."""

from __future__ import annotations

from dataclasses import dataclass

from bedrock_tui.core.request import Parameters


@dataclass(frozen=True, slots=True)
class Chosen:
    """System prompt and inference parameters of the next prompt."""

    system: str
    parameters: Parameters

    def in_words(self) -> list[str]:
        """Return what differs from the defaults, in a few words each."""
        parameters, defaults = self.parameters, Parameters()
        words = []
        if parameters.max_tokens != defaults.max_tokens:
            words.append(f"up to {parameters.max_tokens:,} tokens")
        if parameters.temperature is not None:
            words.append(f"temperature {parameters.temperature:g}")
        if parameters.top_p is not None:
            words.append(f"top p {parameters.top_p:g}")
        if parameters.stop_sequences:
            words.append(f"{len(parameters.stop_sequences)} stop sequences")
        if self.system:
            words.append("system prompt")
        return words
