using System.Text.Json.Serialization;

namespace FlowActors.Management.Kubernetes;

/// <summary>What is read of an answer of Kubernetes.</summary>
internal sealed record PodList(IReadOnlyList<Pod> Items);

/// <summary>What is read of a pod.</summary>
internal sealed record Pod(PodMetadata Metadata, PodSpec Spec, PodStatus? Status);

/// <summary>What is read of a pod's metadata: whether it is ending.</summary>
internal sealed record PodMetadata(DateTimeOffset? DeletionTimestamp);

/// <summary>What a pod is to run.</summary>
internal sealed record PodSpec(IReadOnlyList<PodContainer> Containers);

/// <summary>A container of a pod.</summary>
internal sealed record PodContainer(IReadOnlyList<PodPort>? Ports);

/// <summary>A port of a container.</summary>
internal sealed record PodPort(string? Name, int ContainerPort);

/// <summary>How a pod is.</summary>
internal sealed record PodStatus(string? Phase, string? PodIP);

/// <summary>Their JSON, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PodList))]
internal sealed partial class PodJson : JsonSerializerContext;
