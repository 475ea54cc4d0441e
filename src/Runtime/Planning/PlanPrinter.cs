using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>Shows the three plans of a program to people: as text, or as Mermaid flowcharts.</summary>
public static class PlanPrinter
{
    /// <summary>The three plans as indented text.</summary>
    /// <exception cref="JobValidationException">The program cannot run.</exception>
    public static string Text(StreamGraph program)
    {
        var job = JobPlanner.Plan(program);
        return TextPlans.StreamGraph(program) + "\n" + TextPlans.JobGraph(job) + "\n" + TextPlans.ExecutionGraph(ExecutionGraph.Of(job));
    }

    /// <summary>The three plans as Mermaid flowcharts, each in a fenced block under its heading.</summary>
    /// <exception cref="JobValidationException">The program cannot run.</exception>
    public static string Mermaid(StreamGraph program)
    {
        var job = JobPlanner.Plan(program);
        return MermaidPlans.StreamGraph(program) + "\n" + MermaidPlans.JobGraph(job) + "\n" + MermaidPlans.ExecutionGraph(ExecutionGraph.Of(job));
    }
}
