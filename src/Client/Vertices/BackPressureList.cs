namespace FlowActors.Client.Vertices;

/// <summary>Which subtasks of a vertex are held up by those behind them: <c>GET /jobs/{job}/vertices/{vertex}/backpressure</c>.</summary>
/// <param name="Level">That of the subtask that is held up most: <c>ok</c>, <c>low</c> or <c>high</c>.</param>
/// <param name="Subtasks">Those that a node knows of.</param>
public sealed record BackPressureList(string Level, IReadOnlyList<SubtaskBackPressure> Subtasks);

/// <summary>How much a subtask is held up by those behind it.</summary>
/// <param name="Subtask">Its number.</param>
/// <param name="Level"><c>ok</c> up to a share of 0.1 of the last seconds, <c>low</c> up to 0.5, <c>high</c> above.</param>
/// <param name="Time">How it has spent the last seconds.</param>
public sealed record SubtaskBackPressure(int Subtask, string Level, SubtaskTime Time);
