// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0) -> ()>

// One nest over the weight; scalars of the step are read at no index.

// CHECK-LABEL: func.func @sgd
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>) outs(%{{.*}} : tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[C]], %[[E]]
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[E1]], %[[V1]]
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[E2]], %[[V2]]
// CHECK-NEXT: %[[V4:.*]] = arith.subf %[[E]], %[[V3]]
// CHECK-NEXT: linalg.yield %[[V4]]
// CHECK: return %[[V]]
func.func @sgd(%w: tensor<3xf32>, %g: tensor<3xf32>, %lr: tensor<f32>) -> tensor<3xf32> {
  %y = neap.sgd %w, %g scalars(%lr) {weight_decay = 0.5 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// CHECK-LABEL: func.func @nesterov
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>
// CHECK: %[[V:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[B]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[C]], %[[E3]]
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[V1]], %[[E1]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[C1]], %[[V2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[E1]], %[[V3]]
// CHECK-NEXT: %[[V5:.*]] = arith.mulf %[[E2]], %[[V4]]
// CHECK-NEXT: %[[V6:.*]] = arith.subf %[[E]], %[[V5]]
// CHECK-NEXT: linalg.yield %[[V6]], %[[V2]] : f32, f32
// CHECK: return %[[V]]#0, %[[V]]#1
func.func @nesterov(%w: tensor<3xf32>, %g: tensor<3xf32>, %b: tensor<3xf32>, %lr: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %y:2 = neap.sgd %w, %g scalars(%lr) slots(%b) {momentum = 0.5 : f64, nesterov} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1 : tensor<3xf32>, tensor<3xf32>
}

// The first gradient is not dampened.
// CHECK-LABEL: func.func @dampening
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>, %[[STEP:.*]]: tensor<i64>
// CHECK: %[[V:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[STEP]], %[[B]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<i64>, tensor<3xf32>) outs(%{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: i64, %[[E4:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 7.500000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[C]], %[[E1]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[C1]], %[[E4]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[V2]], %[[V1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi eq, %[[E3]], %[[C2]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[E1]], %[[V3]]
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[E2]], %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.subf %[[E]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]], %[[V5]] : f32, f32
// CHECK: return %[[V]]#0, %[[V]]#1
func.func @dampening(%w: tensor<3xf32>, %g: tensor<3xf32>, %b: tensor<3xf32>, %lr: tensor<f32>, %step: tensor<i64>) -> (tensor<3xf32>, tensor<3xf32>) {
  %y:2 = neap.sgd %w, %g scalars(%lr, %step) slots(%b) {momentum = 0.5 : f64, dampening = 0.25 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<i64>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1 : tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @adam
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[M:.*]]: tensor<3xf32>, %[[V:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>, %[[C1:.*]]: tensor<f32>, %[[R2:.*]]: tensor<f32>
// CHECK: %[[V1:.*]]:3 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP1]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[C1]], %[[R2]], %[[M]], %[[V]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %[[E4:.*]]: f32, %[[E5:.*]]: f32, %[[E6:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[C]], %[[E]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[E1]], %[[V2]]
// CHECK-NEXT: %[[V4:.*]] = arith.subf %[[V3]], %[[E5]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V5:.*]] = arith.mulf %[[C2]], %[[V4]]
// CHECK-NEXT: %[[V6:.*]] = arith.addf %[[E5]], %[[V5]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V7:.*]] = arith.mulf %[[C3]], %[[V3]]
// CHECK-NEXT: %[[V8:.*]] = arith.mulf %[[V7]], %[[V3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V9:.*]] = arith.mulf %[[C4]], %[[E6]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[V9]], %[[V8]]
// CHECK-NEXT: %[[V11:.*]] = math.sqrt %[[V10]]
// CHECK-NEXT: %[[V12:.*]] = arith.divf %[[V11]], %[[E4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 1.250000e-01
// CHECK-NEXT: %[[V13:.*]] = arith.addf %[[V12]], %[[C5]]
// CHECK-NEXT: %[[V14:.*]] = arith.divf %[[E2]], %[[E3]]
// CHECK-NEXT: %[[V15:.*]] = arith.mulf %[[V14]], %[[V6]]
// CHECK-NEXT: %[[V16:.*]] = arith.divf %[[V15]], %[[V13]]
// CHECK-NEXT: %[[V17:.*]] = arith.subf %[[E]], %[[V16]]
// CHECK-NEXT: linalg.yield %[[V17]], %[[V6]], %[[V10]] : f32, f32, f32
// CHECK: return %[[V1]]#0, %[[V1]]#1, %[[V1]]#2
func.func @adam(%w: tensor<3xf32>, %g: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>, %lr: tensor<f32>, %c1: tensor<f32>, %r2: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %y:3 = neap.adam %w, %g scalars(%lr, %c1, %r2) slots(%m, %v) {beta1 = 0.75 : f64, beta2 = 0.5 : f64, eps = 0.125 : f64, weight_decay = 0.25 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1, %y#2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// The largest square so far is what divides.
// CHECK-LABEL: func.func @amsgrad
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[M:.*]]: tensor<3xf32>, %[[V:.*]]: tensor<3xf32>, %[[X:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>, %[[C1:.*]]: tensor<f32>, %[[R2:.*]]: tensor<f32>
// CHECK: %[[V1:.*]]:4 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP1]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[C1]], %[[R2]], %[[M]], %[[V]], %[[X]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %[[E4:.*]]: f32, %[[E5:.*]]: f32, %[[E6:.*]]: f32, %[[E7:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.subf %[[E1]], %[[E5]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[C]], %[[V2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[E5]], %[[V3]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V5:.*]] = arith.mulf %[[C2]], %[[E1]]
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[V5]], %[[E1]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V7:.*]] = arith.mulf %[[C3]], %[[E6]]
// CHECK-NEXT: %[[V8:.*]] = arith.addf %[[V7]], %[[V6]]
// CHECK-NEXT: %[[V9:.*]] = arith.maximumf %[[E7]], %[[V8]]
// CHECK-NEXT: %[[V10:.*]] = math.sqrt %[[V9]]
// CHECK-NEXT: %[[V11:.*]] = arith.divf %[[V10]], %[[E4]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 1.250000e-01
// CHECK-NEXT: %[[V12:.*]] = arith.addf %[[V11]], %[[C4]]
// CHECK-NEXT: %[[V13:.*]] = arith.divf %[[E2]], %[[E3]]
// CHECK-NEXT: %[[V14:.*]] = arith.mulf %[[V13]], %[[V4]]
// CHECK-NEXT: %[[V15:.*]] = arith.divf %[[V14]], %[[V12]]
// CHECK-NEXT: %[[V16:.*]] = arith.subf %[[E]], %[[V15]]
// CHECK-NEXT: linalg.yield %[[V16]], %[[V4]], %[[V8]], %[[V9]] : f32, f32, f32, f32
// CHECK: return %[[V1]]#0, %[[V1]]#1, %[[V1]]#2, %[[V1]]#3
func.func @amsgrad(%w: tensor<3xf32>, %g: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>, %x: tensor<3xf32>, %lr: tensor<f32>, %c1: tensor<f32>, %r2: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %y:4 = neap.adam %w, %g scalars(%lr, %c1, %r2) slots(%m, %v, %x) {beta1 = 0.75 : f64, beta2 = 0.5 : f64, eps = 0.125 : f64, amsgrad} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1, %y#2, %y#3 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// The weight is decayed, not the gradient.
// CHECK-LABEL: func.func @adamw
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[M:.*]]: tensor<3xf32>, %[[V:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>, %[[C1:.*]]: tensor<f32>, %[[R2:.*]]: tensor<f32>
// CHECK: %[[V1:.*]]:3 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP1]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[C1]], %[[R2]], %[[M]], %[[V]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %[[E4:.*]]: f32, %[[E5:.*]]: f32, %[[E6:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[E2]], %[[C]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V3:.*]] = arith.subf %[[C2]], %[[V2]]
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[E]], %[[V3]]
// CHECK-NEXT: %[[V5:.*]] = arith.subf %[[E1]], %[[E5]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[C3]], %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.addf %[[E5]], %[[V6]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V8:.*]] = arith.mulf %[[C4]], %[[E1]]
// CHECK-NEXT: %[[V9:.*]] = arith.mulf %[[V8]], %[[E1]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V10:.*]] = arith.mulf %[[C5]], %[[E6]]
// CHECK-NEXT: %[[V11:.*]] = arith.addf %[[V10]], %[[V9]]
// CHECK-NEXT: %[[V12:.*]] = math.sqrt %[[V11]]
// CHECK-NEXT: %[[V13:.*]] = arith.divf %[[V12]], %[[E4]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 1.250000e-01
// CHECK-NEXT: %[[V14:.*]] = arith.addf %[[V13]], %[[C6]]
// CHECK-NEXT: %[[V15:.*]] = arith.divf %[[E2]], %[[E3]]
// CHECK-NEXT: %[[V16:.*]] = arith.mulf %[[V15]], %[[V7]]
// CHECK-NEXT: %[[V17:.*]] = arith.divf %[[V16]], %[[V14]]
// CHECK-NEXT: %[[V18:.*]] = arith.subf %[[V4]], %[[V17]]
// CHECK-NEXT: linalg.yield %[[V18]], %[[V7]], %[[V11]] : f32, f32, f32
// CHECK: return %[[V1]]#0, %[[V1]]#1, %[[V1]]#2
func.func @adamw(%w: tensor<3xf32>, %g: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>, %lr: tensor<f32>, %c1: tensor<f32>, %r2: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %y:3 = neap.adamw %w, %g scalars(%lr, %c1, %r2) slots(%m, %v) {beta1 = 0.75 : f64, beta2 = 0.5 : f64, eps = 0.125 : f64, weight_decay = 0.25 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1, %y#2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @adagrad
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[S:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>
// CHECK: %[[V:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[S]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[E1]], %[[E1]]
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[E3]], %[[V1]]
// CHECK-NEXT: %[[V3:.*]] = math.sqrt %[[V2]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.250000e-01
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[V3]], %[[C]]
// CHECK-NEXT: %[[V5:.*]] = arith.divf %[[E1]], %[[V4]]
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[E2]], %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.subf %[[E]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]], %[[V2]] : f32, f32
// CHECK: return %[[V]]#0, %[[V]]#1
func.func @adagrad(%w: tensor<3xf32>, %g: tensor<3xf32>, %s: tensor<3xf32>, %lr: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %y:2 = neap.adagrad %w, %g scalars(%lr) slots(%s) {eps = 0.125 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1 : tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @rmsprop
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[S:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>
// CHECK: %[[V:.*]]:3 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[S]], %[[B]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<3xf32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %[[E4:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[C]], %[[E1]]
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[V1]], %[[E1]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 7.500000e-01
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[C1]], %[[E3]]
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[V3]], %[[V2]]
// CHECK-NEXT: %[[V5:.*]] = math.sqrt %[[V4]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.250000e-01
// CHECK-NEXT: %[[V6:.*]] = arith.addf %[[V5]], %[[C2]]
// CHECK-NEXT: %[[V7:.*]] = arith.divf %[[E1]], %[[V6]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V8:.*]] = arith.mulf %[[C3]], %[[E4]]
// CHECK-NEXT: %[[V9:.*]] = arith.addf %[[V8]], %[[V7]]
// CHECK-NEXT: %[[V10:.*]] = arith.mulf %[[E2]], %[[V9]]
// CHECK-NEXT: %[[V11:.*]] = arith.subf %[[E]], %[[V10]]
// CHECK-NEXT: linalg.yield %[[V11]], %[[V4]], %[[V9]] : f32, f32, f32
// CHECK: return %[[V]]#0, %[[V]]#1, %[[V]]#2
func.func @rmsprop(%w: tensor<3xf32>, %g: tensor<3xf32>, %s: tensor<3xf32>, %b: tensor<3xf32>, %lr: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %y:3 = neap.rmsprop %w, %g scalars(%lr) slots(%s, %b) {alpha = 0.75 : f64, eps = 0.125 : f64, momentum = 0.5 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1, %y#2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @lion
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[M:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>
// CHECK: %[[V:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP1]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[W]], %[[G]], %[[LR]], %[[M]] : tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<3xf32>) outs(%{{.*}}, %{{.*}} : tensor<3xf32>, tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[C]], %[[E1]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 7.500000e-01
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[C1]], %[[E3]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[V2]], %[[V1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C3:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[C4:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V4:.*]] = arith.cmpf olt, %[[C2]], %[[V3]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[C4]], %[[C2]]
// CHECK-NEXT: %[[V6:.*]] = arith.cmpf olt, %[[V3]], %[[C2]]
// CHECK-NEXT: %[[V7:.*]] = arith.select %[[V6]], %[[C3]], %[[V5]]
// CHECK-NEXT: %[[V8:.*]] = arith.mulf %[[E2]], %[[V7]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V9:.*]] = arith.mulf %[[E2]], %[[C5]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V10:.*]] = arith.subf %[[C6]], %[[V9]]
// CHECK-NEXT: %[[V11:.*]] = arith.mulf %[[E]], %[[V10]]
// CHECK-NEXT: %[[V12:.*]] = arith.subf %[[V11]], %[[V8]]
// CHECK-NEXT: %[[C7:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V13:.*]] = arith.mulf %[[C7]], %[[E1]]
// CHECK-NEXT: %[[C8:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V14:.*]] = arith.mulf %[[C8]], %[[E3]]
// CHECK-NEXT: %[[V15:.*]] = arith.addf %[[V14]], %[[V13]]
// CHECK-NEXT: linalg.yield %[[V12]], %[[V15]] : f32, f32
// CHECK: return %[[V]]#0, %[[V]]#1
func.func @lion(%w: tensor<3xf32>, %g: tensor<3xf32>, %m: tensor<3xf32>, %lr: tensor<f32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %y:2 = neap.lion %w, %g scalars(%lr) slots(%m) {beta1 = 0.75 : f64, beta2 = 0.5 : f64, weight_decay = 0.25 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  return %y#0, %y#1 : tensor<3xf32>, tensor<3xf32>
}

// The power is a product over the bits of step + 1; from 2^11 on, 0.5^(step + 1) is 0.
// CHECK-LABEL: func.func @bias_correction
// CHECK: ^bb0(%[[STEP:.*]]: i64, %{{.*}}: f32):
// CHECK: %[[N:.*]] = arith.addi %[[STEP]], %{{.*}} : i64
// CHECK: %[[ONE:.*]] = arith.constant 1.000000e+00 : f64
// CHECK: %[[BIT:.*]] = arith.andi %[[N]], %{{.*}} : i64
// CHECK: %[[SET:.*]] = arith.cmpi ne, %[[BIT]],
// CHECK: %[[BETA:.*]] = arith.constant 5.000000e-01 : f64
// CHECK: %[[TIMES:.*]] = arith.mulf %[[ONE]], %[[BETA]] : f64
// CHECK: arith.select %[[SET]], %[[TIMES]], %[[ONE]] : f64
// CHECK: arith.constant 2.500000e-01 : f64
// CHECK: arith.constant 6.250000e-02 : f64
// CHECK: arith.constant 3.906250e-03 : f64
// CHECK: %[[LARGE:.*]] = arith.constant 2048 : i64
// CHECK: %[[VANISHED:.*]] = arith.cmpi sge, %[[N]], %[[LARGE]] : i64
// CHECK: %[[POWER:.*]] = arith.select %[[VANISHED]],
// CHECK: %[[FILLED:.*]] = arith.subf %{{.*}}, %[[POWER]] : f64
// CHECK: %[[ROOT:.*]] = math.sqrt %[[FILLED]] : f64
// CHECK: %[[Y:.*]] = arith.truncf %[[ROOT]] : f64 to f32
// CHECK: linalg.yield %[[Y]] : f32
func.func @bias_correction(%step: tensor<i64>) -> tensor<f32> {
  %y = neap.bias_correction %step beta 0.5 root : tensor<i64> -> tensor<f32>
  return %y : tensor<f32>
}
