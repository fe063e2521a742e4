// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[MAP3:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[MAP4:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-DAG: #[[MAP5:.*]] = affine_map<() -> ()>
// CHECK-DAG: #[[MAP6:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[MAP7:.*]] = affine_map<(d0) -> ()>

// CHECK-LABEL: func.func @transposed
// CHECK-SAME: %[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<2x4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP3]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[A]], %[[B]] : tensor<2x3xf32>, tensor<4x3xf32>) outs(%[[V]] : tensor<2x4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: return %[[V1]]
func.func @transposed(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>) -> tensor<2x4xf32> {
  %y = neap.matmul %a, %b transpose_b : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// Sixteen bits are summed in f32 and rounded once.
// CHECK-LABEL: func.func @wide_sums
// CHECK-SAME: %[[A:.*]]: tensor<2x3xbf16>, %[[B:.*]]: tensor<3x4xbf16>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<2x4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP4]], #[[MAP3]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[A]], %[[B]] : tensor<2x3xbf16>, tensor<3x4xbf16>) outs(%[[V]] : tensor<2x4xf32>)
// CHECK: ^bb0(%[[E:.*]]: bf16, %[[E1:.*]]: bf16, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.extf %[[E1]] : bf16 to f32
// CHECK-NEXT: %[[V3:.*]] = arith.extf %[[E]] : bf16 to f32
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[V3]], %[[V2]]
// CHECK-NEXT: %[[V5:.*]] = arith.addf %[[OUT1]], %[[V4]]
// CHECK-NEXT: linalg.yield %[[V5]]
// CHECK: %[[V6:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]]], iterator_types = ["parallel", "parallel"]} ins(%[[V1]] : tensor<2x4xf32>) outs(%{{.*}} : tensor<2x4xbf16>)
// CHECK: ^bb0(%[[E2:.*]]: f32, %{{.*}}: bf16):
// CHECK-NEXT: %[[V7:.*]] = arith.truncf %[[E2]] : f32 to bf16
// CHECK-NEXT: linalg.yield %[[V7]]
// CHECK: return %[[V6]]
func.func @wide_sums(%a: tensor<2x3xbf16>, %b: tensor<3x4xbf16>) -> tensor<2x4xbf16> {
  %y = neap.matmul %a, %b : (tensor<2x3xbf16>, tensor<3x4xbf16>) -> tensor<2x4xbf16>
  return %y : tensor<2x4xbf16>
}

// A product of two vectors has no parallel loop.
// CHECK-LABEL: func.func @inner_product
// CHECK-SAME: %[[A:.*]]: tensor<5xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP5]]], iterator_types = []} outs(%{{.*}} : tensor<f32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP6]], #[[MAP6]], #[[MAP7]]], iterator_types = ["reduction"]} ins(%[[A]], %[[A]] : tensor<5xf32>, tensor<5xf32>) outs(%[[V]] : tensor<f32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: return %[[V1]]
func.func @inner_product(%a: tensor<5xf32>) -> tensor<f32> {
  %y = neap.matmul %a, %a : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
  return %y : tensor<f32>
}
