namespace FlowActors.Testing;

/// <summary>
/// The operator in a harness threw, as <see cref="JobFailedException"/> says it of a job. The exception that it threw is the
/// <see cref="Exception.InnerException"/>. After it the harness can only be disposed.
/// </summary>
/// <param name="operatorName">The operator's name.</param>
/// <param name="during">What it was doing.</param>
/// <param name="exception">What it threw.</param>
public sealed class OperatorFailedException(string operatorName, string during, Exception exception) : Exception(
    $"Operator '{operatorName}' failed at {during}: {exception.GetType().Name}: {ExceptionText.Message(exception)}", exception)
{
    /// <summary>The operator's name.</summary>
    public string OperatorName { get; } = operatorName;
}
