// RUN: neap-opt %s -split-input-file -verify-diagnostics=only-expected

func.func @window_too_large(%x: tensor<1x1x8x8xf32>) {
  // expected-error @+1 {{window 9x9 is larger than the 8x8 input}}
  %y = neap.average_pool %x kernel [9, 9] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

func.func @zero_window(%x: tensor<1x1x8xf32>) {
  // expected-error @+1 {{window size 0: expected a number between 1 and 2^31 - 1}}
  %y = neap.average_pool %x kernel [0] strides [1] dilations [1] pads [0] to [0] by inside
      : (tensor<1x1x8xf32>) -> tensor<1x1x8xf32>
  return
}

// -----

func.func @zero_stride(%x: tensor<1x1x8xf32>) {
  // expected-error @+1 {{stride 0: expected a number between 1 and 2^31 - 1}}
  %y, %i = neap.max_pool %x kernel [2] strides [0] dilations [1] pads [0] to [0]
      : (tensor<1x1x8xf32>) -> (tensor<1x1x8xf32>, tensor<1x1x8xi8>)
  return
}

// -----

func.func @index_type(%dy: tensor<1x1x4xf32>, %i: tensor<1x1x4xi32>) {
  // expected-error @+1 {{expected an index of type 'tensor<1x1x4xi8>', found 'tensor<1x1x4xi32>'}}
  %dx = neap.max_pool_backward %dy, %i size [8] kernel [2] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x1x4xf32>, tensor<1x1x4xi32>) -> tensor<1x1x8xf32>
  return
}

// -----

func.func @size_of_the_adjoint(%dy: tensor<1x1x4xf32>) {
  // expected-error @+1 {{a window 2 over 10 gives 5, found 4}}
  %dx = neap.average_pool_backward %dy size [10] kernel [2] strides [2] dilations [1] pads [0] to [0] by one
      : (tensor<1x1x4xf32>) -> tensor<1x1x10xf32>
  return
}

// -----

func.func @zero_norm(%x: tensor<1x1x8xf32>) {
  // expected-error @+1 {{p 0: expected a positive number}}
  %y = neap.lp_pool %x kernel [2] strides [1] dilations [1] pads [0] to [0] p 0 : (tensor<1x1x8xf32>) -> tensor<1x1x7xf32>
  return
}

// -----

func.func @resize_to_nothing(%x: tensor<1x4xf32>) {
  // expected-error @+1 {{cannot resize 4 elements to 0}}
  %y = neap.resize %x nearest size [1, 0] scales [1.0, 0.1] : (tensor<1x4xf32>) -> tensor<1x0xf32>
  return
}

// -----

func.func @resize_contradiction(%x: tensor<1x4xf32>) {
  // expected-error @+1 {{does not take 4 elements to 9}}
  %y = neap.resize %x nearest size [1, 9] scales [1.0, 3.0] : (tensor<1x4xf32>) -> tensor<1x9xf32>
  return
}

// -----

func.func @interpolation_tables(%x: tensor<1x4xf32>, %i: tensor<2x2xi32>, %w: tensor<2x3xf32>) {
  // expected-error @+1 {{expected two tables of one shape [out, taps]}}
  %y = neap.interpolate %x, %i, %w axis 1 : (tensor<1x4xf32>, tensor<2x2xi32>, tensor<2x3xf32>) -> tensor<1x2xf32>
  return
}
