namespace FlowActors.Client.Jobs;

/// <summary>The failures of a job: <c>GET /jobs/{job}/exceptions</c>.</summary>
/// <param name="Failures">The latest last; 16 at most.</param>
public sealed record JobExceptions(IReadOnlyList<JobException> Failures);

/// <summary>One failure.</summary>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="Operator">The operator's name; null when the failure was not in one.</param>
/// <param name="Subtask">The subtask, from 0; null when the failure was not in one.</param>
/// <param name="Message">Type and message of the exception.</param>
/// <param name="Details">The exception with its stack trace.</param>
/// <param name="Position">What the subtask was at; null when the failure was not in user code.</param>
/// <param name="Record">The record that user code was given, where the application allows failures to show records; null otherwise.</param>
/// <param name="At">When it was noticed.</param>
public sealed record JobException(int Attempt, string? Operator, int? Subtask, string Message, string Details, string? Position, string? Record, DateTimeOffset At);
