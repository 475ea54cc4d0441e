namespace FlowActors.Runtime.Subtasks;

/// <summary>A node built another graph for a job than the one it was submitted with.</summary>
internal sealed class GraphMismatchException(string jobName, string node, string expected, string actual) : Exception(
    $"Node {node} built another graph for job '{jobName}' (hash {actual}) than the node that it was submitted to (hash {expected}). " +
    "All nodes must run the same build of the application, and a job must be built from nothing but its arguments.");
