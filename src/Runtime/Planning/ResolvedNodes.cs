using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>The parallelism and max parallelism of every operator, checked.</summary>
internal sealed class ResolvedNodes
{
    private readonly int[] _parallelism;
    private readonly int[] _maxParallelism;

    public ResolvedNodes(StreamGraph program, ResolvedParallelism? resolved)
    {
        _parallelism = [.. program.Nodes.Select(n => n.DeclaredParallelism ?? program.Settings.Parallelism)];
        _maxParallelism =
        [
            .. program.Nodes.Select(n => resolved?.MaxParallelism.Count == program.Nodes.Count
                ? resolved.MaxParallelism[n.Id]
                : n.Configuration.MaxParallelism ?? program.Settings.MaxParallelism ?? KeyGroups.DefaultMaxParallelism(_parallelism[n.Id])),
        ];
        foreach (var node in program.Nodes)
        {
            if (_parallelism[node.Id] > _maxParallelism[node.Id])
            {
                throw new JobValidationException(
                    $"Operator '{node.Name}' of job '{program.JobName}' has a parallelism of {_parallelism[node.Id]} but a max " +
                    $"parallelism of {_maxParallelism[node.Id]}: each subtask needs at least one key group. Lower the one or raise the other.");
            }
        }
    }

    public int Parallelism(int node) => _parallelism[node];

    public int MaxParallelism(int node) => _maxParallelism[node];
}
