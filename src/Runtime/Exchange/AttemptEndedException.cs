namespace FlowActors.Runtime.Exchange;

/// <summary>Unwinds user code that emits while its attempt has already ended; never reported as a failure.</summary>
internal sealed class AttemptEndedException() : OperationCanceledException("The attempt of this subtask has ended.");
